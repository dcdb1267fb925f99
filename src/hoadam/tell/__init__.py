"""Many pages told as one story: pure steps from readings to episodes, tracks and a brief."""
