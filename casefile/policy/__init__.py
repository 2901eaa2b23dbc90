"""The law of the house: who may do what, who may know what, which state follows which. Pure; everybody asks here."""
