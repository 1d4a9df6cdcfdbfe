package dev.rollcall.localtenant.organisation;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Photos of people that do not exist. */
public final class Photos {

  private Photos() {}

  /** A small JPEG; other numbers give other pictures. */
  public static byte[] of(int number) {
    BufferedImage image = new BufferedImage(48, 48, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color((number * 2_654_435) & 0xFFFFFF));
    graphics.fillRect(0, 0, 48, 48);
    graphics.setColor(Color.WHITE);
    graphics.fillOval(14, 6 + number % 5, 20, 20);
    graphics.fillOval(6, 28, 36, 30);
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "jpg", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
