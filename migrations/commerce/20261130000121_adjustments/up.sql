-- What staff put into a wallet or take out of it, with a reason. Staff's alone: the customer sees the entry, not the reason.
-- Above a limit it waits for a second person.
CREATE TABLE commerce_adjustments (
  id uuid PRIMARY KEY,
  holder_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  -- Above zero: put in; below: taken out.
  amount bigint NOT NULL CHECK (amount <> 0),
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  state text NOT NULL CHECK (state IN ('asked', 'posted', 'refused', 'withdrawn')),
  asked_at timestamptz NOT NULL,
  asked_by uuid REFERENCES users ON DELETE SET NULL,
  -- The second person; nobody when none was needed.
  decided_at timestamptz,
  decided_by uuid REFERENCES users ON DELETE SET NULL,
  -- Why it was refused.
  answer text CHECK (length(answer) BETWEEN 1 AND 500),
  entry_id uuid UNIQUE,
  CHECK ((state = 'posted') = (entry_id IS NOT NULL)),
  CHECK ((state = 'refused') = (answer IS NOT NULL)),
  CHECK (state <> 'asked' OR decided_at IS NULL),
  CHECK (state NOT IN ('refused', 'withdrawn') OR decided_at IS NOT NULL),
  CHECK (state = 'withdrawn' OR decided_by <> asked_by)
);
CREATE INDEX commerce_adjustments_holder ON commerce_adjustments (holder_id, asked_at DESC, id DESC);
CREATE INDEX commerce_adjustments_all ON commerce_adjustments (asked_at DESC, id DESC);
CREATE INDEX commerce_adjustments_waiting ON commerce_adjustments (asked_at DESC, id DESC) WHERE state = 'asked';
SELECT enable_staff('commerce_adjustments');
