"""What is given out: a wheel, a Debian package with systemd units, and a bundle for a machine without a network.

python -m scripts.release wheel|deb|bundle [--out DIR]
"""
