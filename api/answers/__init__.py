"""The product: what may be asked of the newspapers, and how it is answered. No HTTP, no SDK, no store."""
