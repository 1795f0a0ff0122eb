package io.deltaingest.formats.decode;

import io.deltaingest.domain.port.ByteSlice;
import io.deltaingest.domain.port.Rejection;
import io.deltaingest.formats.value.Excerpt;
import java.util.HexFormat;

/** Why a value could not be decoded. Reused; valid until the next failure. */
public final class DecodeFailure {

  private static final int SHOWN_BYTES = 48;

  private String errorClass;
  private String detail;

  /** Notes the failure; always {@link MessageDecoder#FAILED}, so that a decoder can return it. */
  public int fail(String newErrorClass, String newDetail) {
    errorClass = newErrorClass;
    detail = newDetail;
    return MessageDecoder.FAILED;
  }

  /** The rejection of that text. */
  public Rejection rejectionOfText(ByteSlice text) {
    String excerpt = Excerpt.of(text.array(), text.offset(), text.length());
    return new Rejection(Rejection.Stage.DECODE, errorClass, null, null, excerpt, detail);
  }

  /** The rejection of that value, which shows its first bytes in hexadecimal digits. */
  public Rejection rejection(ByteSlice value) {
    int shown = Math.min(value.length(), SHOWN_BYTES);
    String hex =
        HexFormat.of().formatHex(value.array(), value.offset(), value.offset() + shown)
            + (shown < value.length() ? "…" : "");
    return new Rejection(Rejection.Stage.DECODE, errorClass, null, null, hex, detail);
  }
}
