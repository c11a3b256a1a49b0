"""The made-up county: a seeded program that draws the sample workspace, at any size."""
