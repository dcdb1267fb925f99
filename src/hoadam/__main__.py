"""`python -m hoadam` is `hoadam`."""

from hoadam.cli import main

if __name__ == "__main__":
    main()
