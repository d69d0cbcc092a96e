class Wellpress < Formula
  desc "Static site generator for health content"
  homepage "@REPOSITORY@"
  version "@VERSION@"
  license any_of: ["MIT", "Apache-2.0"]

  on_macos do
    on_arm do
      url "@RELEASES@/v@VERSION@/wellpress-@VERSION@-aarch64-apple-darwin.tar.gz"
      sha256 "@SHA256_MACOS_ARM@"
    end
    on_intel do
      url "@RELEASES@/v@VERSION@/wellpress-@VERSION@-x86_64-apple-darwin.tar.gz"
      sha256 "@SHA256_MACOS_INTEL@"
    end
  end
  on_linux do
    on_arm do
      url "@RELEASES@/v@VERSION@/wellpress-@VERSION@-aarch64-unknown-linux-musl.tar.gz"
      sha256 "@SHA256_LINUX_ARM@"
    end
    on_intel do
      url "@RELEASES@/v@VERSION@/wellpress-@VERSION@-x86_64-unknown-linux-musl.tar.gz"
      sha256 "@SHA256_LINUX_INTEL@"
    end
  end

  def install
    bin.install "wellpress"
    bash_completion.install "completions/wellpress.bash" => "wellpress"
    fish_completion.install "completions/wellpress.fish"
    zsh_completion.install "completions/_wellpress"
  end

  test do
    system bin/"wellpress", "init", "site"
    system bin/"wellpress", "build", "--root", "site"
    assert_path_exists testpath/"site/output/index.html"
  end
end
