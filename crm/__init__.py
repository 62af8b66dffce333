"""Commercial management for companies that sell to companies."""
