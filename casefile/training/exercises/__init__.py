"""Exercises in entering what comes in, compared field by field with a model answer. Nothing of them is kept."""
