"""The shape of data/lang/xx/segment.yaml: how a language's pages mark what is not their story."""

from hoadam.model.base import Record

Words = tuple[str, ...]


class SegmentPack(Record, frozen=True):
    """Cues for the zones of a page. All are matched on folded text without case; `*` stands for anything.

    `related_headings`, `sidebar_headings` and `furniture` are whole lines ("Tin liên quan"), `more` opens a line that links
    to another story, `caption_marks` ("ảnh:") may stand anywhere near the end of a line and `caption_openings` at its start,
    `caption_words` ("(trái)", "bắt tay") tell what a picture shows, `narrative` words ("tuy nhiên", "nói", two words at most)
    hardly stand in captions, `credits` open a whole-line source ("theo AFP"), `agencies` are one by themselves, `bylines` open
    a line naming its author, `outlets` stand before " - " at the head of a lede, `date_openings` and `months` open a sentence
    with a day.
    """

    related_headings: Words = ()
    sidebar_headings: Words = ()
    furniture: Words = ()
    more: Words = ()
    caption_marks: Words = ()
    caption_openings: Words = ()
    caption_words: Words = ()
    narrative: Words = ()
    credits: Words = ()
    agencies: Words = ()
    bylines: Words = ()
    outlets: Words = ()
    date_openings: Words = ()
    months: Words = ()
