"""The laboratory's commands: gilbox compare, sweep and lesson, as Python programs that gilbox runs.

Each of them starts gilbox over and over as a child process, under one setting after the other, and
makes tables and pictures of what the children report. `runs` starts and measures, `text` draws on
the terminal, `svg` into a file.
"""
