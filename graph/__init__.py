"""The graph: settings, errors, the driver, the local engine, and the writing of statements."""
