"""From typed blocks to committed lines, masters and facts, each change kept for its undoing."""
