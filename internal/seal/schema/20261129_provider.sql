-- How new text is sealed, chosen at the first start: 'sm' or 'international', which a center from before has.
ALTER TABLE seal_root ADD COLUMN provider TEXT NOT NULL DEFAULT 'international';
