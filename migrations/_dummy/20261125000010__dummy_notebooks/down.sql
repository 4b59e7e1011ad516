DROP TABLE _dummy_notebooks;
