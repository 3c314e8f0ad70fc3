"""A newsroom as a graph of data assets: AI news in, one Traditional-Chinese post a day out."""
