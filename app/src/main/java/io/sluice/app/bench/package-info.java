/** {@code sluice bench}: measurements that anyone can repeat, each printed with what it was measured on. */
package io.sluice.app.bench;
