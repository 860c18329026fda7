"""One congress's year: the voted list, and every duty that is one artefact for all its projects."""
