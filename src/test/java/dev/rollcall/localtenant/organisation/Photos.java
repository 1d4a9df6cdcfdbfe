package dev.rollcall.localtenant.organisation;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Photos of people that do not exist. */
public final class Photos {

  private static final int SMALLEST = 48;

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
    return jpeg(image);
  }

  /** The length of a photo's longer side, in pixels; that of the smallest if it is no picture. */
  public static int side(byte[] photo) {
    BufferedImage image = read(photo);
    return image == null ? SMALLEST : Math.max(image.getWidth(), image.getHeight());
  }

  /** The photo as a square with sides of so many pixels; as it is if it is no picture. */
  public static byte[] scaled(byte[] photo, int side) {
    BufferedImage image = read(photo);
    if (image == null) {
      return photo;
    }
    BufferedImage scaled = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = scaled.createGraphics();
    graphics.drawImage(image, 0, 0, side, side, null);
    graphics.dispose();
    return jpeg(scaled);
  }

  private static @Nullable BufferedImage read(byte[] photo) {
    try {
      return ImageIO.read(new ByteArrayInputStream(photo));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] jpeg(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "jpg", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
