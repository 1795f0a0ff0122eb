/** What ingesting means, free of Kafka, Delta and HTTP. */
package io.deltaingest.domain;
