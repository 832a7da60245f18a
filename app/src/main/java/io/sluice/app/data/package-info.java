/** Commands that look after the training tables: what labels and features are worth, and how much room tables take. */
package io.sluice.app.data;
