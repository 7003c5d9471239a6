"""What a run came to, on one page: figures with their intervals, plots, and every case beside its article."""
