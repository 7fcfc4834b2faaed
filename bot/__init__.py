"""The program: command line, settings, logging, the HTTP side, and the wiring of it all. Nobody imports it."""
