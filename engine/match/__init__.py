"""A photograph with a reference's patches, or more pictures like a reference: no network, no training.

    photo, references --start--> picture --every scale: pull, transport, vote--> picture --finish--> picture

Patches are moved so that their distribution becomes the references' (sliced optimal transport, after Elnekave and Weiss, "Generating
natural images with direct patch distribution matching", ECCV 2022), from a thumbnail to the full size; then each is drawn to one that the
references really have, which lets strokes and threads join.
"""
