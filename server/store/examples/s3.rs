//! An S3 server for tests that start whole servers: `s3 FOLDER` keeps files there and
//! prints `endpoint<TAB>access key<TAB>secret<TAB>bucket` when it can be asked.

#[path = "../../tests/homes/s3.rs"]
#[expect(dead_code, reason = "the store's tests ask more of it")]
mod s3;

#[tokio::main]
async fn main() {
    let folder = std::env::args_os().nth(1).expect("usage: s3 FOLDER");
    let server = s3::S3Server::start(folder.as_ref(), 0).await;
    let (endpoint, bucket) = (&server.endpoint, s3::BUCKET);
    println!(
        "{endpoint}\t{}\t{}\t{bucket}",
        s3::ACCESS_KEY,
        s3::SECRET_KEY
    );
    std::future::pending::<()>().await;
}
