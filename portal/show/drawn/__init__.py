"""Networks as pictures: where each thing stands, and the shapes and lines that a page shows. Pure: data in, data out."""
