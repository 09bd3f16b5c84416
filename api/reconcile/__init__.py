"""The reconciliation service: the API of the W3C Entity Reconciliation Community Group, version 0.2, as OpenRefine speaks it."""
