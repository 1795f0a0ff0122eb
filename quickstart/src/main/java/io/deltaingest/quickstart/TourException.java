package io.deltaingest.quickstart;

/** The tour can't go on; the message is for the user and says what to do. */
final class TourException extends RuntimeException {

  TourException(String message) {
    super(message);
  }

  TourException(String message, Throwable cause) {
    super(message, cause);
  }
}
