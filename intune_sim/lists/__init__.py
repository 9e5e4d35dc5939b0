"""What is a list that people can work with? Declared once; its page, its fragment and its CSV follow from that."""
