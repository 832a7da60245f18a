/** Commands that run ingestion's roles as processes of their own, and that look into what ingestion did. */
package io.sluice.app.streaming;
