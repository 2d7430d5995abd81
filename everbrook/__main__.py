"""`python -m everbrook` is the program too."""

from everbrook.cli import main

if __name__ == "__main__":
    main()
