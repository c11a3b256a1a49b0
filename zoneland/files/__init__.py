"""FILES: open what users send, safely and record by record, and write results whole or not at all."""
