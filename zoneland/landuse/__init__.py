"""DOOR: parcels, land cover, class systems and ledgers, checked and under canonical names."""
