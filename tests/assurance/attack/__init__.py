"""Under attack: nobody learns from the time of an answer what exists, and a flood from one network does not keep others from telling (S4, S5)."""
