"""`python -m crm` is `crm`."""

from crm.cli import main

# A worker process that is started afresh imports this file too, and must not start again.
if __name__ == "__main__":
    main()
