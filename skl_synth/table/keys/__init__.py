"""Fresh keys: of the shape of the real ones, reused as they are, and none of them."""
