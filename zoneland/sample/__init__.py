"""The made-up county: a seeded program that draws the sample workspace, at any size."""

from zoneland.sample.make import FILES, make_sample

__all__ = ["FILES", "make_sample"]
