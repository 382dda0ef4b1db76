"""What generators need that draw rows under a condition themselves, and exactly."""
