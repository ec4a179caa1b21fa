-- The seed's tables, with the keys and indexes that its calls need.
CREATE TABLE conversations (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  outlet_id uuid NOT NULL,
  customer_phone text NOT NULL,
  customer_name text,
  status text NOT NULL DEFAULT 'active',
  handoff_requested boolean NOT NULL DEFAULT false,
  handoff_agent_id text,
  handoff_reason text,
  started_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  last_message_at timestamptz NOT NULL DEFAULT now(),
  message_count integer NOT NULL DEFAULT 0
);
CREATE INDEX conversations_active ON conversations (tenant_id, last_message_at DESC) WHERE status = 'active';
CREATE UNIQUE INDEX conversations_open ON conversations (tenant_id, outlet_id, customer_phone) WHERE ended_at IS NULL;

CREATE TABLE messages (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  conversation_id uuid NOT NULL REFERENCES conversations (id),
  seq integer NOT NULL,
  sender_type text NOT NULL,
  sender_id text,
  content text NOT NULL,
  whatsapp_message_id text,
  "timestamp" timestamptz NOT NULL DEFAULT now(),
  metadata jsonb,
  UNIQUE (conversation_id, seq)
);
CREATE UNIQUE INDEX messages_whatsapp ON messages (tenant_id, whatsapp_message_id);
