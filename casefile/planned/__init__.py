"""Planned operations: what a unit enters of its own, and what the coordination office sees where two units' meet.

The unit that enters one is told nothing by it, now or later, unless a coordinator decides to tell both
(docs/decisions/2026-11-27-planned-operations.md). That is why an operation is compared by the worker after it was
saved, and never within a unit's request: neither an answer nor its time depends on what others plan.
"""
