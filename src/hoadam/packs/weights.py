"""The shape of data/model/xx: what training learned, as numbers a person can read."""

from hoadam.model.base import Record


class Weights(Record, frozen=True):
    """Log-odds of features: `shared` for all types, `types` for each, with its `bias` and the least score that counts.

    `source` and `target` weigh each actor near a candidate as the one who acts or is acted on;
    `together` says what the best other candidates of the page say of one, by who they are and how sure;
    `links` tell whether two tell of one happening; `places` weigh each country near it as the one where it happened, `times`
    each time near it as its own, by where it stands;
    `modes` and `steps` give, for each type, what speaks for each mode and each step of a process ("-" = none);
    `words` are the words that count as features.
    """

    shared: dict[str, float] = {}
    types: dict[str, dict[str, float]] = {}
    bias: dict[str, float] = {}
    thresholds: dict[str, float] = {}
    source: dict[str, float] = {}
    target: dict[str, float] = {}
    places: dict[str, float] = {}
    times: dict[str, dict[str, float]] = {}
    links: dict[str, float] = {}
    together: dict[str, dict[str, float]] = {}
    modes: dict[str, dict[str, dict[str, float]]] = {}
    steps: dict[str, dict[str, dict[str, float]]] = {}
    words: frozenset[str] = frozenset()

    def threshold(self, type_: str) -> float:
        """The least score at which an event of this type is kept."""
        return self.thresholds.get(type_, 0.5)
