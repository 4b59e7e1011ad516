DROP TABLE clock_moves;
