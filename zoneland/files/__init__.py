"""FILES: open what users send safely; write results whole or not at all."""
