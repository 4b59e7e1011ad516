DROP TABLE idempotency_keys, api_refresh_tokens, api_token_uses, api_tokens;
