"""The rules of the closed loop, pure: no clock, no look-up, no chance, no input or output."""
