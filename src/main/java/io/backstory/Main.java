package io.backstory;

final class Main {
    private Main() {}

    public static void main(String[] args) {}
}
