"""A demonstration network: three units and a coordination office, with records and watches that are all invented.

Made by a seeded generator, so that two installations show the same. Any likeness to a living person is chance.
"""
