"""`make score`: the pure rooms measured on labelled sets, plain baselines beside them. Nothing is asserted here."""
